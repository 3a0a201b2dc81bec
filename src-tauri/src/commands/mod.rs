//! The commands of the window: each is a few lines over one use case.
#![allow(clippy::needless_pass_by_value, reason = "Tauri hands its arguments over by value")]

mod connections;
mod deploy;
mod desktop;
mod disconnect;
mod hosting;
mod machine;
mod mfa;
mod refused;
mod role;
mod test;

use connect_app::error::AppError;
use tauri::ipc::Invoke;

/// What every command answers with.
type Answer<T> = Result<T, AppError>;

/// The handler of all commands.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        machine::environment,
        machine::list_profiles,
        machine::ask_accounts,
        machine::cancel_accounts,
        machine::list_regions,
        machine::stored,
        connections::list_connections,
        connections::begin_connection,
        connections::open_connection,
        connections::start_over,
        connections::rotate_external_id,
        connections::keep_former_external_id,
        connections::forget_connection,
        connections::act,
        connections::cancel_choice,
        connections::clipboard_role_arn,
        connections::look_for_role,
        connections::read_paste,
        connections::complete,
        mfa::hear_mfa,
        mfa::answer_mfa,
        deploy::plan_deployment,
        deploy::discard_plan,
        deploy::deploy,
        deploy::stop_deployment,
        disconnect::disconnection,
        disconnect::open_stack,
        disconnect::delete_stack,
        disconnect::prove_disconnected,
        role::launch,
        role::open_launch,
        role::terraform,
        role::save_terraform,
        role::save_template,
        role::launch_code,
        hosting::check_template,
        hosting::set_template_url,
        hosting::publication,
        hosting::publish_template,
        hosting::cancel_publishing,
        role::hand_off,
        role::save_hand_off,
        role::open_answer,
        test::verify,
        test::cancel_test,
        test::report,
        test::resource_tags,
        test::export_report,
        test::save_map,
        desktop::open_resource,
        desktop::open_network_part,
        desktop::open_remedy,
        desktop::open_help,
        desktop::copy_text,
        refused::refuse,
    ]
}
