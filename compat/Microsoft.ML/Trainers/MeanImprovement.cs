namespace Microsoft.ML.Trainers;

/// <summary>The mean improvement of the value per iteration, in which older iterations count less.</summary>
internal struct MeanImprovement
{
    private const double Memory = 0.25;

    private double _sum;
    private int _count;

    /// <summary>Adds an iteration's improvement and returns the mean.</summary>
    public double Add(double improvement)
    {
        _sum = improvement + Memory * _sum;
        _count++;
        return _sum * (1 - Memory) / (1 - Math.Pow(Memory, _count));
    }
}
