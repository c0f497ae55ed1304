using Yarp.ReverseProxy.Model;

namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>Runs conversations over replicas with caches, event by event.</summary>
internal sealed class Simulation
{
    /// <summary>Seconds to compute one byte of a prompt that is not cached: 8,000 tokens a second.</summary>
    private const double PrefillSeconds = 1.0 / 32_000;

    /// <summary>Seconds for one byte of an answer: 50 tokens a second.</summary>
    private const double DecodeSeconds = 1.0 / 200;

    private readonly SimulationSettings _settings;
    private readonly SimulatedClock _clock;
    private readonly IChooser _chooser;
    private readonly Random _chance;
    private readonly PriorityQueue<Action, double> _events = new();
    private readonly DestinationState[] _replicas;
    private readonly Dictionary<DestinationState, ReplicaCache> _caches;
    private readonly Dictionary<DestinationState, int> _requests;
    private long _promptBytes;
    private long _cachedBytes;
    private double _imbalance;
    private double _wait;
    private int _overBound;

    private Simulation(SimulationSettings settings, SimulatedClock clock, IChooser chooser)
    {
        _settings = settings;
        _clock = clock;
        _chooser = chooser;
        _chance = new Random(settings.Seed);
        _replicas = [.. Enumerable.Range(0, settings.Replicas).Select(i => new DestinationState($"replica{i}"))];
        _caches = _replicas.ToDictionary(replica => replica, _ => new ReplicaCache(settings.CacheBytes));
        _requests = _replicas.ToDictionary(replica => replica, _ => 0);
    }

    /// <summary>Runs it. The same settings give every chooser the same conversations.</summary>
    public static SimulationResult Run(SimulationSettings settings, SimulatedClock clock, IChooser chooser)
    {
        clock.Seconds = 0;
        var simulation = new Simulation(settings, clock, chooser);
        simulation.Plan();
        while (simulation._events.TryDequeue(out var happen, out var at))
        {
            clock.Seconds = at;
            happen();
        }

        return simulation.Result();
    }

    private void Plan()
    {
        var systems = Enumerable.Range(0, _settings.SystemPrompts).Select(_ => Conversation.Text(_chance, 500, 8_000)).ToArray();
        var harmonic = Enumerable.Range(1, systems.Length).Sum(k => 1.0 / k);
        var at = 0.0;
        for (var i = 0; i < _settings.Conversations; i++)
        {
            at += Exponential(1 / _settings.ConversationsPerSecond);
            var point = _chance.NextDouble() * harmonic;
            var k = 0;
            while (k < systems.Length - 1 && (point -= 1.0 / (k + 1)) > 0)
                k++;
            var turns = 1 + (int)Math.Log(1 - _chance.NextDouble(), 1 - (1 / _settings.Turns));
            // Chance of its own, so that what it says does not depend on what was chosen for others.
            var conversation = new Conversation(systems[k], turns, new Random(_settings.Seed + (i * 7919)));
            var thinking = new Random(_settings.Seed + (i * 104_729));
            _events.Enqueue(() => Ask(conversation, thinking), at);
        }
    }

    private void Ask(Conversation conversation, Random thinking)
    {
        var body = conversation.Ask();
        var prompt = conversation.Prompt;
        var replica = _chooser.Choose(_replicas, body);
        var under = _replicas.Sum(r => r.ConcurrentRequestCount);
        var bound = Math.Max((int)Math.Ceiling(1.25 * (under + 1) / _replicas.Length), 4);
        replica.ConcurrentRequestCount++;
        _overBound = Math.Max(_overBound, replica.ConcurrentRequestCount - bound);
        _imbalance += _replicas.Max(r => r.ConcurrentRequestCount) * _replicas.Length / (under + 1.0);
        _requests[replica]++;

        var cached = _caches[replica].Serve(prompt);
        _promptBytes += prompt.Length;
        _cachedBytes += cached;
        var prefill = (prompt.Length - cached) * PrefillSeconds;
        _wait += prefill;
        _events.Enqueue(() => Answer(conversation, thinking, replica), _clock.Seconds + prefill + (conversation.AnswerBytes * DecodeSeconds));
    }

    private void Answer(Conversation conversation, Random thinking, DestinationState replica)
    {
        replica.ConcurrentRequestCount--;
        var goesOn = conversation.Answer();
        _caches[replica].Serve(conversation.Prompt); // The answer's own tokens are cached too.
        if (goesOn)
            _events.Enqueue(() => Ask(conversation, thinking), _clock.Seconds + 1 - (Math.Log(1 - thinking.NextDouble()) * 20));
    }

    private SimulationResult Result()
    {
        var requests = _requests.Values.Sum();
        return new(
            _chooser.Name,
            (double)_cachedBytes / _promptBytes,
            _imbalance / requests,
            _requests.Values.Max() * (double)_replicas.Length / requests,
            _wait / requests * 1000,
            Math.Max(_overBound, 0));
    }

    private double Exponential(double mean) => -Math.Log(1 - _chance.NextDouble()) * mean;
}
