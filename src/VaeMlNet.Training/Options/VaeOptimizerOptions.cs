namespace VaeMlNet;

/// <summary>Options of the optimizer. The learning rate is <see cref="VaeTrainerOptions.LearningRate"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeOptimizerOptions
{
    /// <summary>Gets the rule. Default: <see cref="VaeOptimizerKind.Adam"/>.</summary>
    public VaeOptimizerKind Kind { get; init; } = VaeOptimizerKind.Adam;

    /// <summary>
    /// Gets the momentum of <see cref="VaeOptimizerKind.Sgd"/> and <see cref="VaeOptimizerKind.RmsProp"/>. At least 0
    /// and below 1. Default: 0; 0.9 is usual for SGD. Adam has its own, so it must be 0 there.
    /// </summary>
    public double Momentum { get; init; }

    /// <summary>
    /// Gets how strongly all parameters are drawn to 0 in each step. Finite and at least 0. Default: 0. With
    /// <see cref="VaeOptimizerKind.AdamW"/> 0.01 is usual.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Gets the largest norm that the gradients of all parameters together may have; longer ones are scaled down to it
    /// (Pascanu et al. 2013, algorithm 1). Finite and above 0. Default: null, no limit. A remedy for single steps that
    /// are too large.
    /// </summary>
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
