using System.Text;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Tests.Guardrails.Input;

public sealed class RequestMaskerTests
{
    [Fact]
    public void Mask_PlaceholderInTheCallersWords_IsLeftOut() =>
        Assert.Equal("<EMAIL_2>", Masker("\"what is <email_1>?\""u8.ToArray()).Mask("EMAIL", "jane@example.com"u8));

    [Fact]
    public void Mask_CallersWordsFullOfPlaceholders_IsNoPlaceholder()
    {
        var words = string.Join(' ', Enumerable.Range(1, TakenPlaceholders.MaxHeld).Select(number => $"A_{number}"));

        Assert.Null(Masker(Encoding.UTF8.GetBytes(words)).Mask("EMAIL", "jane@example.com"u8));
    }

    /// <summary>10,000 values, each looked for in 32 MiB that begin like a placeholder at each byte: 335,000,000,000 steps, if it were not once for all.</summary>
    [Fact]
    public void Mask_ManyValuesInALongBody_ReadsItOnce()
    {
        var body = new byte[32 << 20];
        body.AsSpan().Fill((byte)'e');
        var masker = Masker(body);

        for (var i = 1; i <= MaskVault.MaxValues; i++)
            Assert.Equal($"<EMAIL_{i}>", masker.Mask("EMAIL", Encoding.UTF8.GetBytes($"{i}")));
    }

    private static RequestMasker Masker(byte[] body) => new(new GuardedExchange(null, RouteGuards.None), body);
}
