namespace VaeMlNet.Benchmarks;

/// <summary>
/// Simulates a job event by event: shards wait in one queue, a free slot takes the next one, a failing node loses the shards that
/// it runs, and lost shards return to the queue and start again.
/// </summary>
/// <remarks>The result is deterministic for a seed.</remarks>
internal sealed class ClusterSimulation
{
    private enum EventKind
    {
        ShardEnds,
        NodeFails,
        NodeReturns,
        ShardWaits,
    }

    // The end of a shard counts only if its slot did not fail since the start: each failure begins a new stint.
    private readonly record struct Event(EventKind Kind, int Place, int Stint);

    private readonly ClusterJob job;
    private readonly Random random;
    private readonly PriorityQueue<Event, double> events = new();
    private readonly Stack<int> free = new();
    private readonly double[] slowness;
    private readonly int[] stints;
    private readonly double[] begun;
    private int waiting;
    private int left;
    private double lostSeconds;
    private int lostShards;

    private ClusterSimulation(ClusterJob job, int seed)
    {
        this.job = job;
        random = new Random(seed);
        slowness = [.. Enumerable.Range(0, job.Nodes).Select(_ => DrawSlowness())];
        var slots = job.Nodes * job.SlotsPerNode;
        stints = new int[slots];
        begun = new double[slots];
        Array.Fill(begun, double.NaN);
        waiting = left = job.Shards;
        // Assign slots of different nodes in turn, so that a few shards use all nodes.
        for (var slot = slots - 1; slot >= 0; slot--)
        {
            free.Push((slot % job.Nodes * job.SlotsPerNode) + (slot / job.Nodes));
        }
    }

    public static ClusterRun Run(ClusterJob job, int seed) => new ClusterSimulation(job, seed).Run();

    private ClusterRun Run()
    {
        for (var node = 0; node < job.Nodes; node++)
        {
            AwaitFailure(node, 0);
        }

        StartWaiting(0);
        while (events.TryDequeue(out var happening, out var now))
        {
            Apply(happening, now);
            if (left == 0)
            {
                return new ClusterRun(now, lostSeconds, lostShards);
            }

            StartWaiting(now);
        }

        throw new InvalidOperationException($"The simulation has no more events, but {left} shards are not finished.");
    }

    private void Apply(Event happening, double now)
    {
        switch (happening.Kind)
        {
            case EventKind.ShardEnds when stints[happening.Place] == happening.Stint:
                left--;
                begun[happening.Place] = double.NaN;
                free.Push(happening.Place);
                break;
            case EventKind.NodeFails:
                Fail(happening.Place, now);
                break;
            case EventKind.NodeReturns:
                Return(happening.Place, now);
                break;
            case EventKind.ShardWaits:
                waiting++;
                break;
        }
    }

    private void StartWaiting(double now)
    {
        var seconds = job.WorkSeconds / job.Shards;
        while (waiting > 0 && free.TryPop(out var slot))
        {
            waiting--;
            begun[slot] = now;
            var end = now + job.StartSeconds + seconds * slowness[slot / job.SlotsPerNode];
            events.Enqueue(new Event(EventKind.ShardEnds, slot, stints[slot]), end);
        }
    }

    private void Fail(int node, double now)
    {
        int[] standing = [.. free.Where(slot => slot / job.SlotsPerNode != node).Reverse()];
        free.Clear();
        Array.ForEach(standing, free.Push);
        foreach (var slot in Enumerable.Range(node * job.SlotsPerNode, job.SlotsPerNode))
        {
            stints[slot]++;
            if (!double.IsNaN(begun[slot]))
            {
                lostSeconds += now - begun[slot];
                lostShards++;
                begun[slot] = double.NaN;
                events.Enqueue(new Event(EventKind.ShardWaits, 0, 0), now + job.RequeueSeconds);
            }
        }

        events.Enqueue(new Event(EventKind.NodeReturns, node, 0), now + job.RepairSeconds);
    }

    private void Return(int node, double now)
    {
        foreach (var slot in Enumerable.Range(node * job.SlotsPerNode, job.SlotsPerNode))
        {
            free.Push(slot);
        }

        AwaitFailure(node, now);
    }

    private void AwaitFailure(int node, double now)
    {
        if (job.FailuresPerHour > 0)
        {
            var hours = -Math.Log(1 - random.NextDouble()) / job.FailuresPerHour;
            events.Enqueue(new Event(EventKind.NodeFails, node, 0), now + hours * 3600);
        }
    }

    private double DrawSlowness()
    {
        // Box and Muller (1958).
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Exp(job.SpeedSpread * normal) * (random.NextDouble() < job.SlowShare ? job.SlowFactor : 1);
    }
}
