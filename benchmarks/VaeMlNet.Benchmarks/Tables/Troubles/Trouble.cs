namespace VaeMlNet.Benchmarks;

/// <summary>A trouble that data has, the option that treats it, and how to measure what that does.</summary>
internal abstract class Trouble
{
    /// <summary>The trouble: "missing values".</summary>
    public abstract string Name { get; }

    /// <summary>What treats it, as it is written in code.</summary>
    public abstract string Treatment { get; }

    /// <summary>What is measured, on which data, and which way is better.</summary>
    public abstract string Measured { get; }

    /// <summary>A format for the figures.</summary>
    public virtual string Format => "F3";

    /// <summary>The figure without the treatment, null where nothing goes without it, and with it.</summary>
    public abstract (double? Without, double With) Measure(TroubleRun run);
}
