using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails;

/// <summary>Makes guards as a configuration would, and texts for them.</summary>
internal static class GuardMaker
{
    /// <summary>A guard named <c>g</c> whose settings are right.</summary>
    public static JudgingGuard Create(IGuardFactory factory, GuardrailOptions options, SecretResolver? secrets = null)
    {
        var errors = new List<ConfigurationError>();
        var guard = factory.Create(Define(factory, options, errors, secrets));
        Assert.Empty(errors);
        return Assert.IsAssignableFrom<JudgingGuard>(guard);
    }

    /// <summary>What is wrong with settings.</summary>
    public static List<string> Errors(IGuardFactory factory, GuardrailOptions options, SecretResolver? secrets = null)
    {
        var errors = new List<ConfigurationError>();
        factory.Create(Define(factory, options, errors, secrets));
        return [.. errors.Select(error => error.ToString())];
    }

    /// <summary>Texts of one user, a message each.</summary>
    public static GuardSubject Input(params string[] texts) => new(
        null, GuardDirection.Input, [.. texts.Select((text, i) => Text(text, TextKind.User, i))]);

    /// <summary>Texts of an answer, a choice each.</summary>
    public static GuardSubject Output(params string[] texts) => new(
        null, GuardDirection.Output, [.. texts.Select((text, i) => Text(text, TextKind.Assistant, i))]);

    /// <summary>One text.</summary>
    public static SubjectText Text(string text, TextKind kind, int message) =>
        new(kind, TextForm.Plain, Encoding.UTF8.GetBytes(text), message) { Places = new NumberedPlaces(), Number = message };

    /// <summary>What a guard says that asks nobody outside.</summary>
    public static GuardVerdict Judge(JudgingGuard guard, GuardSubject subject)
    {
        var judgement = guard.JudgeAsync(subject, CancellationToken.None).AsTask();
        Assert.True(judgement.IsCompleted);
        return judgement.GetAwaiter().GetResult();
    }

    /// <summary>A guard named <c>g</c> that finds places, whose settings are right.</summary>
    public static SpanGuard CreateSpans(IGuardFactory factory, GuardrailOptions options)
    {
        var errors = new List<ConfigurationError>();
        var guard = factory.Create(Define(factory, options, errors, null));
        Assert.Empty(errors);
        return Assert.IsAssignableFrom<SpanGuard>(guard);
    }

    private static GuardDefinition Define(IGuardFactory factory, GuardrailOptions options, List<ConfigurationError> errors, SecretResolver? secrets) =>
        new("g", factory.Type, "LlmProxy:Guardrails:g", options, errors) { Secrets = secrets ?? new(_ => null, _ => null), BaseFolder = Path.GetTempPath() };

    private sealed class NumberedPlaces : ITextPlaces
    {
        public string PlaceOf(int text) => $"messages[{text}].content";
    }
}
