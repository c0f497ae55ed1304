namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>How a part of an expression is read.</summary>
/// <param name="IgnoreCase"><c>i</c>: letters match in either case.</param>
/// <param name="DotAll"><c>s</c>: <c>.</c> matches a line feed too.</param>
/// <param name="Lines"><c>m</c>: <c>^</c> and <c>$</c> are the ends of lines.</param>
internal readonly record struct PatternFlags(bool IgnoreCase, bool DotAll = false, bool Lines = false);
