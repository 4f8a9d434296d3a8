from bihuan.jobs.actions.asking import cancel_job, fetch_result, look_at_job, start_job

__all__ = ["cancel_job", "fetch_result", "look_at_job", "start_job"]
