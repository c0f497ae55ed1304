using System.Text;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Tests.Guardrails.Masking;

public sealed class TakenPlaceholdersTests
{
    [Theory]
    [InlineData("\"to <EMAIL_1>\"", true)]
    [InlineData("\"to EMAIL_1.\"", true)]
    [InlineData("\"to <email_1>\"", true)]
    [InlineData("\"to \\u003cEMAIL_1\\u003e\"", true)]
    [InlineData("\"to \\u003c\\u0045MAIL\\u005F1>\"", true)]
    [InlineData("\"{\\\"to\\\":\\\"\\\\u003cEMAIL_1\\\\u003e\\\"}\"", true)]
    [InlineData("\"line\\nEMAIL_1\"", true)]
    [InlineData("\"<EMAIL\\\\_1>\"", true)]
    [InlineData("\"<EMAIL_12> <EMAIL_01> <EMAIL> <_1> <EMAIL_1x>\"", false)]
    [InlineData("\"<E_MAIL_1>\"", false)]
    public void Contains_EachWayToWriteIt_IsToldFromOthers(string json, bool expected) =>
        Assert.Equal(expected, new TakenPlaceholders(Encoding.UTF8.GetBytes(json)).Contains("<EMAIL_1>"));

    [Fact]
    public void IsFull_MoreThanCanBeHeld_IsTold()
    {
        var json = string.Join(' ', Enumerable.Range(1, TakenPlaceholders.MaxHeld).Select(number => $"<A_{number}>"));

        Assert.True(new TakenPlaceholders(Encoding.UTF8.GetBytes(json)).IsFull);
        Assert.False(new TakenPlaceholders(Encoding.UTF8.GetBytes(json[4..])).IsFull);
    }
}
