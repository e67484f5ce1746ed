namespace VaeMlNet.Benchmarks;

/// <summary>What one turn of a child process took.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">User and kernel time of all threads of the child.</param>
/// <param name="Loss">The mean loss over the rows of the epoch, in nats; 0 where nothing is trained.</param>
internal sealed record TurnFigures(double Seconds, double CpuSeconds, double Loss)
{
    public MeasuredPass ToPass() => new(new(Seconds, CpuSeconds, AllocatedBytes: 0), Loss);
}
