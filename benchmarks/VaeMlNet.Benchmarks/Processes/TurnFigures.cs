namespace VaeMlNet.Benchmarks;

/// <summary>The time and loss of one turn of a child process.</summary>
/// <param name="Seconds">The wall-clock time.</param>
/// <param name="CpuSeconds">The user and kernel time of all threads of the child.</param>
/// <param name="Loss">The mean loss over the rows of the epoch, in nats; 0 if nothing is trained.</param>
internal sealed record TurnFigures(double Seconds, double CpuSeconds, double Loss)
{
    public MeasuredPass ToPass() => new(new(Seconds, CpuSeconds, AllocatedBytes: 0), Loss);
}
