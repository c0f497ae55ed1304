using System.Text.Json;
using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Tests.Configuration.Secrets;

public class SecretResolverTests
{
    private static readonly SecretResolver Resolver = new(
        name => name switch { "KEY" => "k-1", "ORG" => "o-2\r\n", "BLANK" => "", "TWO_LINES" => "a\nb", _ => null },
        path => path switch { "/run/key" => "f-3\n", "/run/empty" => "\n", _ => null });

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${KEY}", "k-1")]
    [InlineData("${ KEY }", "k-1")]
    [InlineData("${ORG}", "o-2")]
    [InlineData("${file:/run/key}", "f-3")]
    [InlineData("a ${KEY}-${ORG} ${file:/run/key}$", "a k-1-o-2 f-3$")]
    [InlineData("$KEY {KEY}", "$KEY {KEY}")]
    public void Resolve_References_AreReplaced(string template, string expected)
    {
        var resolved = Resolver.Resolve(template);

        Assert.Equal(expected, resolved.Value?.Reveal());
        Assert.Empty(resolved.Missing);
        Assert.Null(resolved.Problem);
    }

    [Fact]
    public void Resolve_WhatIsNotThere_IsListedOnce()
    {
        var resolved = Resolver.Resolve("${NONE} ${KEY} ${BLANK} ${NONE} ${file:/run/none} ${file:/run/empty}");

        Assert.Null(resolved.Value);
        Assert.Equal(["NONE", "BLANK", "file:/run/none", "file:/run/empty"], resolved.Missing);
        Assert.Null(resolved.Problem);
    }

    [Theory]
    [InlineData("${KEY")]
    [InlineData("${}")]
    [InlineData("${9KEY}")]
    [InlineData("${a-b}")]
    [InlineData("${file:}")]
    [InlineData("${TWO_LINES}")]
    [InlineData("schlüssel")]
    public void Resolve_BrokenReferenceOrUnsendableValue_IsAProblem(string template)
    {
        var resolved = Resolver.Resolve(template);

        Assert.Null(resolved.Value);
        Assert.NotNull(resolved.Problem);
    }

    [Fact]
    public void Resolve_RealFile_LosesItsMarkAndLastLineEnd()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "secret\r\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

            Assert.Equal("secret", SecretResolver.System.Resolve($"${{file:{path}}}").Value?.Reveal());

            File.WriteAllBytes(path, new byte[64 * 1024 + 1]);
            Assert.Equal([$"file:{path}"], SecretResolver.System.Resolve($"${{file:{path}}}").Missing);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Secret_ShownOrSerialized_KeepsItsText()
    {
        var secret = new Secret("sk-live");

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("sk-live", JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.False(secret.IsEmpty);
        Assert.Equal("sk-live", secret.Reveal());
    }
}
