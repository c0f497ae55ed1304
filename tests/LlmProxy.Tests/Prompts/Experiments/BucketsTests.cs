using System.Globalization;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Experiments;

namespace LlmProxy.Tests.Prompts.Experiments;

public class BucketsTests
{
    private const int Users = 100_000;

    // Worked with coreutils and Python:
    //   h=$(printf 'general_chat_v2\0acme\0user\0alice' | sha256sum | cut -c1-16); python3 -c "print(int('$h', 16) % 10000)"
    // The hash begins 69838eb8116499cf. What is here must never change: everybody in every experiment would get another variant.
    [Theory]
    [InlineData("general_chat_v2", "acme", "alice", 1519)]
    [InlineData("general_chat_v2", null, "alice", 5121)]
    [InlineData("general_chat_v2", "acme", "bob", 3946)]
    [InlineData("general_chat_v2", "acme", "Zoë", 5100)]
    [InlineData("other", "acme", "alice", 399)]
    [InlineData("group:chat", "acme", "alice", 9543)]
    public void Of_AUser_IsTheSameForGood(string name, string? tenant, string user, int bucket) =>
        Assert.Equal(bucket, Buckets.Of(name, tenant, ExperimentUnit.User(user)));

    // printf 'general_chat_v2\0acme\0key\0alice', printf 'general_chat_v2\0\0conversation\0conv_1'
    [Fact]
    public void Of_AKeyAndAConversation_AreTheSameForGood()
    {
        Assert.Equal(6186, Buckets.Of("general_chat_v2", "acme", ExperimentUnit.Key("alice")));
        Assert.Equal(2390, Buckets.Of("general_chat_v2", null, ExperimentUnit.Conversation("conv_1"u8)));
    }

    // printf 'rollout:general_chat@v2\0acme\0user\0alice'
    [Fact]
    public void RolloutBucket_AUser_IsTheSameForGood() =>
        Assert.Equal(1980, PromptExperiments.RolloutBucket(new PromptId("general_chat", "v2"), "acme", ExperimentUnit.User("alice")));

    [Fact]
    public void Of_LongNames_AreHashedWhole()
    {
        var user = new string('u', 5_000);

        Assert.NotEqual(Buckets.Of("e", "t", ExperimentUnit.User(user)), Buckets.Of("e", "t", ExperimentUnit.User(user + "x")));
    }

    // 10 users are expected in each bucket. With 9,999 degrees of freedom chi-square is 9,999 on average, with a standard deviation of
    // sqrt(2 * 9,999) = 141.4: 3.09 of them to either side, 9,562 to 10,436, hold all but 0.2 % of what chance gives.
    [Theory]
    [InlineData("general_chat_v2", null)]
    [InlineData("general_chat_v2", "acme")]
    [InlineData("another", null)]
    [InlineData("group:chat", null)]
    public void Of_100000Users_AreSpreadEvenly(string name, string? tenant)
    {
        var counts = new int[Buckets.Count];
        for (var user = 0; user < Users; user++)
            counts[Bucket(name, tenant, user)]++;

        Assert.InRange(counts.Sum(count => Math.Pow(count - 10, 2) / 10), 9_562, 10_436);
    }

    // 90 % and 10 % of 100,000 users: 90,000 and 10,000 expected. With 1 degree of freedom chi-square is below 10.83 in 99.9 % of cases.
    [Theory]
    [InlineData("general_chat_v2")]
    [InlineData("a")]
    [InlineData("b")]
    public void Of_100000Users_VariantsHaveTheirShares(string name)
    {
        var table = new BucketTable([9_000, 1_000], control: 0);
        var treated = Enumerable.Range(0, Users).Count(user => table[Bucket(name, null, user)] == 1);

        Assert.True((Math.Pow(treated - 10_000, 2) / 10_000) + (Math.Pow(treated - 10_000, 2) / 90_000) < 10.83);
    }

    // Ten equal parts of one by ten of the other: 1,000 users are expected in each of 100 fields. With (10 - 1)^2 = 81 degrees of freedom
    // chi-square is below 126.1 in 99.9 % of cases.
    [Theory]
    [InlineData("general_chat_v2", null, "another", null)]
    [InlineData("general_chat_v2", null, "general_chat_v3", null)]
    [InlineData("general_chat_v2", "acme", "general_chat_v2", "globex")]
    [InlineData("general_chat_v2", null, "group:general_chat_v2", null)]
    public void Of_TwoExperimentsOrTenants_AreIndependent(string one, string? oneTenant, string other, string? otherTenant)
    {
        var counts = new int[10, 10];
        for (var user = 0; user < Users; user++)
            counts[Bucket(one, oneTenant, user) / 1_000, Bucket(other, otherTenant, user) / 1_000]++;
        var rows = Enumerable.Range(0, 10).Select(i => Enumerable.Range(0, 10).Sum(j => counts[i, j])).ToArray();
        var columns = Enumerable.Range(0, 10).Select(j => Enumerable.Range(0, 10).Sum(i => counts[i, j])).ToArray();
        var chi = 0.0;
        for (var i = 0; i < 10; i++)
        {
            for (var j = 0; j < 10; j++)
            {
                var expected = (double)rows[i] * columns[j] / Users;
                chi += Math.Pow(counts[i, j] - expected, 2) / expected;
            }
        }

        Assert.True(chi < 126.1, $"chi-square is {chi}");
    }

    [Fact]
    public void Of_Always_AllocatesNothing()
    {
        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Work()
        {
            for (var i = 0; i < 1_000; i++)
            {
                Buckets.Of("general_chat_v2", "acme", ExperimentUnit.User("alice"));
                PromptExperiments.RolloutBucket(new PromptId("general_chat", "v2"), "acme", ExperimentUnit.Conversation("conv_1"u8));
            }
        }
    }

    private static int Bucket(string name, string? tenant, int user) =>
        Buckets.Of(name, tenant, ExperimentUnit.User("user-" + user.ToString(CultureInfo.InvariantCulture)));
}
