namespace VaeMlNet.Benchmarks;

/// <summary>A data problem, the option that treats it, and a measurement of the effect.</summary>
internal abstract class DataProblem
{
    /// <summary>Gets the name of the problem, such as "missing values".</summary>
    public abstract string Name { get; }

    /// <summary>Gets the treatment as code.</summary>
    public abstract string Treatment { get; }

    /// <summary>Gets a description of the measurement: the figure, the data, and whether larger is better.</summary>
    public abstract string Measured { get; }

    /// <summary>Gets the format of the figures.</summary>
    public virtual string Format => "F3";

    /// <summary>Measures the figure without the treatment, which is null if nothing works without it, and with it.</summary>
    public abstract (double? Without, double With) Measure(DataProblemRun run);
}
