using System.Diagnostics;
using LlmProxy.Tests.Configuration;

namespace LlmProxy.Tests.Host.Startup;

public sealed class RunFolderTests
{
    /// <summary>Web projects are run in their own folder by default; there is no <c>config/</c> in it, and no file that a person names.</summary>
    [Theory]
    [InlineData("src/LlmProxy.Host")]
    [InlineData("src/LlmProxy.Sandbox")]
    [InlineData("bench/LlmProxy.Load")]
    public async Task DotnetRun_OfAProject_StaysWhereTheCommandIsTyped(string project)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-getProperty:RunWorkingDirectory"])
        {
            WorkingDirectory = SampleFiles.Root,
            RedirectStandardOutput = true,
        })!;
        var folder = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", folder);
    }
}
