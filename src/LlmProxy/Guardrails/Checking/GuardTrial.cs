using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Checking;

/// <summary>Tries guards on a text, as they would judge it in a request or an answer, without sending anything to a provider.</summary>
internal sealed class GuardTrial(LlmConfigState configuration, TimeProvider clock)
{
    /// <summary>The guards of these names, in the direction that is asked for.</summary>
    /// <param name="names">Names of <c>LlmProxy:Guardrails</c>, or types.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="unknown">The name that is no guard, or none that can stand there.</param>
    /// <returns><c>null</c> where <paramref name="unknown"/> is told.</returns>
    public IReadOnlyList<Guard>? Find(IEnumerable<string> names, GuardDirection direction, out string? unknown)
    {
        var catalogue = configuration.Current.Proxy.Guardrails;
        var wanted = direction == GuardDirection.Input ? GuardDirections.Input : GuardDirections.Output;
        var found = new List<Guard>();
        unknown = null;
        foreach (var name in names)
        {
            if (catalogue.Find(name) is not { } guard || !catalogue.CanStand(name, wanted))
            {
                unknown = name;
                return null;
            }

            found.Add(guard);
        }

        return found;
    }

    /// <summary>The names that can be asked for in a direction.</summary>
    public IEnumerable<string> Names(GuardDirection direction)
    {
        var catalogue = configuration.Current.Proxy.Guardrails;
        var wanted = direction == GuardDirection.Input ? GuardDirections.Input : GuardDirections.Output;
        return catalogue.Names.Where(name => catalogue.CanStand(name, wanted) && catalogue.Find(name) is not null);
    }

    /// <summary>Runs the guards.</summary>
    /// <param name="guards">The guards.</param>
    /// <param name="direction">Whether the text is a user's, or a model's.</param>
    /// <param name="chunks">The text, in the pieces in which it would come.</param>
    /// <param name="cancellation">The caller has gone.</param>
    public async Task<TrialResult> RunAsync(IReadOnlyList<Guard> guards, GuardDirection direction, IReadOnlyList<string> chunks, CancellationToken cancellation)
    {
        var guarded = new GuardedExchange(null, direction == GuardDirection.Input ? new([.. guards], []) : new([], [.. guards]));
        var kind = direction == GuardDirection.Input ? TextKind.User : TextKind.Assistant;
        var sink = new GuardSink(guarded, direction, new TrialPlaces()) { Masker = direction == GuardDirection.Input ? new TrialMasker(chunks) : null };
        var errors = new Dictionary<Guard, string>();
        using var output = new PooledBuffer();
        var isBlocked = Spans(guarded, guards, kind, sink, chunks, output);
        ReadOnlyMemory<byte> passed = output.WrittenSpan.ToArray();
        ReadOnlyMemory<byte>? replacement = null;
        // As in a request, they see what the guards before have left, and are not asked about what those let not pass.
        var subject = new GuardSubject(null, direction, [new SubjectText(kind, TextForm.Plain, passed)]);
        foreach (var judge in isBlocked ? [] : guards.OfType<JudgingGuard>())
        {
            var (blocks, other) = await JudgeAsync(judge, guarded, subject, errors, cancellation);
            isBlocked |= blocks;
            replacement ??= other;
        }

        var goesOn = isBlocked ? passed : replacement ?? passed;
        return new TrialResult(isBlocked, Encoding.UTF8.GetString(goesOn.Span), [.. guards.Select(guard => guarded.RunOf(guard, direction))], errors);
    }

    private static bool Spans(GuardedExchange guarded, IReadOnlyList<Guard> guards, TextKind kind, GuardSink sink, IReadOnlyList<string> chunks, PooledBuffer output)
    {
        var rules = new List<SpanRule>();
        for (var i = 0; i < guards.Count; i++)
        {
            var direction = guarded.Guards.Input.Count > 0 ? GuardDirection.Input : GuardDirection.Output;
            if (guards[i] is SpanGuard guard && guard.Finder(null, direction) is { } finder)
                rules.Add(new SpanRule(i, guard.Action, new AuditedScanner(finder.CreateScanner(kind, TextForm.Plain), guarded.RunOf(guard, direction), mayFail: true, ScannerMeasure.All)) { Actions = guard.Actions });
        }

        using var text = new GuardedText(rules, sink);
        foreach (var chunk in chunks)
            text.Feed(Encoding.UTF8.GetBytes(chunk), output);
        text.Finish(output);
        return text.IsBlocked;
    }

    private async Task<(bool Blocks, ReadOnlyMemory<byte>? Replacement)> JudgeAsync(JudgingGuard guard, GuardedExchange guarded, GuardSubject subject, Dictionary<Guard, string> errors, CancellationToken cancellation)
    {
        var run = guarded.RunOf(guard, subject.Direction);
        run.Characters += CodePoints.Count(subject.Texts[0].Utf8.Span);
        var from = clock.GetTimestamp();
        try
        {
            var verdict = await guard.JudgeAsync(subject, cancellation);
            var action = JudgedRun.Apply(guard, run, verdict, subject.Texts);
            return (action == GuardAction.Block && verdict.Replacement is null, guard.Action == GuardAction.Shadow ? null : verdict.Replacement);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A trial tells whoever tunes the guard what is wrong with it, but not in the words of somebody outside.
            errors[guard] = e is GuardFailedException ? e.Message : $"The guardrail could not judge: {e.GetType().Name}.";
            run.Raise(guard.FailsClosed ? GuardOutcome.FailedClosed : GuardOutcome.FailedOpen);
            return (guard.FailsClosed, null);
        }
        finally
        {
            run.Duration += clock.GetElapsedTime(from);
        }
    }
}
