import streamlit

count = streamlit.session_state.setdefault("count", 0)


def more():
    streamlit.session_state.count += 1


streamlit.button(f"count {count}", key="more", on_click=more)
