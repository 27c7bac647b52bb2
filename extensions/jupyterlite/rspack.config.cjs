/** The worker is a bundle already: it goes into the extension as the file that it is. */
module.exports = {
  module: {
    rules: [
      {
        test: /worker\.js$/,
        type: 'asset/resource',
        generator: { filename: '[name].[contenthash][ext]' },
      },
    ],
  },
};
