namespace VaeMlNet;

/// <summary>Options for the optimizer. The learning rate is <see cref="VaeTrainerOptions.LearningRate"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeOptimizerOptions
{
    /// <summary>Gets the algorithm.</summary>
    /// <value>Default: <see cref="VaeOptimizerKind.Adam"/>.</value>
    public VaeOptimizerKind Kind { get; init; } = VaeOptimizerKind.Adam;

    /// <summary>Gets the momentum of <see cref="VaeOptimizerKind.Sgd"/> and <see cref="VaeOptimizerKind.RmsProp"/>.</summary>
    /// <value>Default: 0. Range: at least 0, below 1. Must be 0 for Adam and AdamW, which have their own momentum.</value>
    /// <remarks>0.9 is usual for SGD.</remarks>
    public double Momentum { get; init; }

    /// <summary>Gets the strength with which each step pulls all parameters to 0.</summary>
    /// <value>Default: 0. Range: finite and at least 0.</value>
    /// <remarks>0.01 is usual for <see cref="VaeOptimizerKind.AdamW"/>.</remarks>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Gets the largest norm of the gradients of all parameters together. Longer gradients are scaled down to it (Pascanu et al.
    /// 2013, algorithm 1).
    /// </summary>
    /// <value>Default: null, which means no limit. Range: finite and above 0.</value>
    /// <remarks>Choose a limit if single steps that are too large make training diverge.</remarks>
    public double? MaxGradientNorm { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(Kind, $"{name}.{nameof(Kind)}");
        OptionRange.Share(Momentum, $"{name}.{nameof(Momentum)}");
        var hasMomentum = Kind is VaeOptimizerKind.Sgd or VaeOptimizerKind.RmsProp;
        OptionRange.Require(hasMomentum || Momentum == 0, $"{name}.{nameof(Momentum)}", Momentum, $"0 with {Kind}");
        OptionRange.FiniteAtLeast(WeightDecay, 0, $"{name}.{nameof(WeightDecay)}");
        if (MaxGradientNorm is { } norm)
        {
            OptionRange.FiniteAboveZero(norm, $"{name}.{nameof(MaxGradientNorm)}");
        }
    }
}
