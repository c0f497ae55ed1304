using LlmProxy.Configuration.Files;
using LlmProxy.Tests.Health;

namespace LlmProxy.Tests.Configuration.Files;

public sealed class FileWatchTests
{
    [Fact]
    public void Check_Throws_IsToldAndLooksAgain()
    {
        var folder = Directory.CreateTempSubdirectory("watch").FullName;
        try
        {
            var (clock, looked, told) = (new ManualClock(), 0, new List<string>());
            using var watch = new FileWatch(
                folder, clock, () => throw new InvalidOperationException($"look {++looked}"), e => told.Add(e.Message), isTree: true);

            clock.Advance(TimeSpan.FromSeconds(5));
            watch.LookAgain();
            clock.Advance(TimeSpan.FromMilliseconds(250));

            Assert.Equal(["look 1", "look 2"], told);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}
