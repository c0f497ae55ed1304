using LlmProxy.Core.Tokens.Prompts;
using Xunit.Abstractions;

namespace LlmProxy.Core.Tests.Tokens.Prompts;

public sealed class RecordedPromptsTests(ITestOutputHelper output)
{
    [Fact]
    public void Count_WithoutTools_IsWhatWasBilled()
    {
        var prompts = RecordedPrompt.All.Where(prompt => !prompt.HasTools && !prompt.HasSchema).ToList();
        Assert.True(prompts.Count >= 70);
        Assert.Equal(0, Median(prompts));
        // gpt-4o-mini's was edited by hand.
        var off = prompts.Where(prompt => prompt.Error() > 0).ToList();
        foreach (var prompt in off)
            output.WriteLine($"{prompt.Model}: billed {prompt.Billed}, counted {prompt.Count().Tokens}");
        Assert.InRange(off.Count, 0, 1);
    }

    [Fact]
    public void Count_WithTools_IsNear()
    {
        var prompts = RecordedPrompt.All.Where(prompt => prompt.HasTools && !prompt.HasSchema).ToList();
        Assert.True(prompts.Count >= 70);
        foreach (var family in prompts.GroupBy(prompt => string.Join('-', prompt.Model.Split('-').Take(2))))
        {
            output.WriteLine($"{family.Key}: {family.Count()} prompts, median error {Median([.. family]):P2}, largest {family.Max(prompt => prompt.Error()):P2}");
            Assert.InRange(Median([.. family]), 0, 0.03);
        }

        foreach (var prompt in prompts.Where(prompt => prompt.Error() > 0.01))
            output.WriteLine($"  {prompt.Model}: billed {prompt.Billed}, counted {prompt.Count().Tokens}");
        Assert.Equal(0, Median(prompts));
    }

    [Fact]
    public void Count_WithSchema_IsNear()
    {
        var prompts = RecordedPrompt.All.Where(prompt => prompt.HasSchema).ToList();
        Assert.True(prompts.Count > 5);
        foreach (var prompt in prompts)
            output.WriteLine($"{prompt.Model}: billed {prompt.Billed}, counted {prompt.Count().Tokens}, tools {prompt.HasTools}");
        Assert.InRange(Median(prompts), 0, 0.1);
    }

    [Fact]
    public void Count_MarkedAsExact_IsExact()
    {
        foreach (var prompt in RecordedPrompt.All.Where(prompt => prompt.Count().IsExact && prompt.Error() > 0))
            output.WriteLine($"{prompt.Model}: billed {prompt.Billed}, counted {prompt.Count().Tokens}");
        Assert.InRange(RecordedPrompt.All.Count(prompt => prompt.Count().IsExact), 55, 75);
        // The recording of gpt-4o-mini was edited by hand.
        Assert.InRange(RecordedPrompt.All.Count(prompt => prompt.Count().IsExact && prompt.Error() > 0), 0, 1);
    }

    [Fact]
    public void Bound_OfEveryPrompt_IsNotExceeded() => Assert.All(RecordedPrompt.All, prompt =>
    {
        var bound = PromptBound.Of(prompt.Request, PromptKind.Chat, PromptModel.For(prompt.Model));
        Assert.True(bound >= prompt.Billed && bound >= prompt.Count().Tokens, $"{prompt.Model}: {bound} for {prompt.Billed}");
    });

    private static double Median(List<RecordedPrompt> prompts)
    {
        var errors = prompts.Select(prompt => prompt.Error()).Order().ToList();
        return errors[errors.Count / 2];
    }
}
