using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Tokens.Learning;
using LlmProxy.Storage;
using LlmProxy.Tests.Balancing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Metering.Tokens.Learning;

public sealed class TokenFactorKeeperTests
{
    private readonly MemoryStateStore _store = new();
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Load_AfterWrite_KnowsWhatWasLearned()
    {
        var (factors, keeper) = Create();
        factors.Learn("claude-x", new PromptCount(1_000, false, 0, 0), billed: 1_600);
        keeper.Write();
        var (later, laterKeeper) = Create();

        await laterKeeper.LoadAsync(default);

        Assert.Equal(factors.Of("claude-x"), later.Of("claude-x"));
        Assert.Equal(1, later.Of("claude-x").Samples);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"Ratio":0,"ToolOverhead":1,"Samples":9}""")]
    [InlineData("""{"Ratio":1e9,"ToolOverhead":1,"Samples":9}""")]
    public async Task Load_WhatCannotBe_BeginsAnew(string document)
    {
        _store.Put(StateCollections.TokenFactors, "claude-x", System.Text.Encoding.UTF8.GetBytes(document));
        var (factors, keeper) = Create();
        await keeper.LoadAsync(default);
        Assert.True(factors.Of("claude-x").IsStart);
    }

    [Fact]
    public async Task Write_ForgottenModel_IsDeleted()
    {
        _store.Put(StateCollections.TokenFactors, "old", "{}"u8.ToArray());
        var (factors, keeper) = Create();
        factors.Forgotten.Enqueue("old");
        keeper.Write();
        Assert.Empty(await _store.LoadAsync(StateCollections.TokenFactors));
    }

    private (TokenFactors, TokenFactorKeeper) Create()
    {
        var services = new ServiceCollection().AddSideComponent(ComponentNames.TokenLearning).BuildServiceProvider();
        var factors = new TokenFactors(_clock);
        return (factors, new TokenFactorKeeper(
            factors, _store, services.GetRequiredService<Degradations>(), NullLogger<TokenFactorKeeper>.Instance, _clock));
    }
}
