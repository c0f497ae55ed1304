using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>What a route leads to.</summary>
/// <param name="Name">The endpoint's name for fault rules: its path without prefix.</param>
/// <param name="Form">The form of its errors.</param>
/// <param name="Handle">Answers one request.</param>
internal sealed record SandboxTarget(string Name, WireForm Form, Func<Exchange, Task> Handle);
