using LlmProxy.Core.Guardrails.Injection;

namespace LlmProxy.Core.Tests.Guardrails.Injection;

public class InjectionModelTests
{
    [Fact]
    public void Read_WhatWasWritten_HasTheSameWeightsToOneStep()
    {
        // The largest weight is 127 steps of 0.02.
        var model = InjectionModel.Read(InjectionModel.Write([2.54, -1, 0.02, 0], bias: -0.5, slope: 2, intercept: 1));

        Assert.Equal(2, model.Bits);
        Assert.Equal([127, -50, 1, 0], model.Weights);
        Assert.Equal(-0.5 + (77 * 0.02), model.Logit(127 - 50), 5);
        // 1 / (1 + e^-(2 * 0.5 + 1))
        Assert.Equal(0.880797, model.Score(0.5), 6);
    }

    [Theory]
    [InlineData(0, (byte)'X')]
    [InlineData(4, (byte)99)]
    [InlineData(5, (byte)3)]
    public void Read_AnotherFile_IsRefused(int place, byte value)
    {
        var file = InjectionModel.Write([1, 1, 1, 1], 0, 1, 0);
        file[place] = value;

        Assert.Throws<InvalidDataException>(() => InjectionModel.Read(file));
    }

    [Fact]
    public void Read_AFileThatWasCut_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => InjectionModel.Read("LPIJ"u8));
    }
}
