namespace LlmProxy.Guards.Entities;

/// <summary>An entity in a text, by code points.</summary>
/// <param name="Type">Its public name, such as <c>EMAIL</c>.</param>
/// <param name="Start">The first code point.</param>
/// <param name="End">The one behind the last.</param>
internal sealed record MarkedEntity(string Type, int Start, int End);
