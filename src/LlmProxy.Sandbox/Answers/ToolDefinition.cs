using System.Text.Json;

namespace LlmProxy.Sandbox.Answers;

/// <summary>A tool that the request offers; the schema is undefined where it has none.</summary>
internal readonly record struct ToolDefinition(string Name, JsonElement Schema);
