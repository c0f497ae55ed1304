using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

/// <summary>Notes what was found, and puts the type in brackets in its place.</summary>
internal sealed class NotingSink : IGuardedTextSink
{
    public List<string> Notes { get; } = [];

    public List<string> Releases { get; } = [];

    public List<string> Allowed { get; } = [];

    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => !Allowed.Contains(Encoding.UTF8.GetString(value));

    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action) => Notes.Add($"{rule.Guard}:{span.Type}@{span.Start}+{span.Length}");

    public void Released(in SpanRule rule, long characters) => Releases.Add($"{rule.Guard}:{characters}");

    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output) =>
        output.Append(Encoding.UTF8.GetBytes(span.IsBare ? $"\"[{span.Type}:{value.Length}]\"" : $"[{span.Type}:{value.Length}]"));
}
