using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Creates TorchSharp's optimizers from options.</summary>
internal static class Optimizers
{
    /// <summary>Creates the optimizer of parameters. The caller must dispose it.</summary>
    /// <remarks>Every setting is passed, because some defaults of TorchSharp and PyTorch differ.</remarks>
    public static OptimizerHelper Create(IEnumerable<Parameter> parameters, VaeTrainerOptions options)
    {
        var rate = options.LearningRateOrDefault;
        var (momentum, decay) = (options.Optimizer.Momentum, options.Optimizer.WeightDecay);
        return options.Optimizer.Kind switch
        {
            VaeOptimizerKind.Adam => optim.Adam(parameters, rate, 0.9, 0.999, 1e-8, decay),
            VaeOptimizerKind.AdamW => optim.AdamW(parameters, rate, 0.9, 0.999, 1e-8, decay),
            VaeOptimizerKind.RmsProp => optim.RMSProp(parameters, rate, 0.99, 1e-8, decay, momentum),
            VaeOptimizerKind.Sgd => optim.SGD(parameters, rate, momentum, 0, decay),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer.Kind, null),
        };
    }

    /// <summary>Sets the learning rate of the next steps.</summary>
    public static void SetLearningRate(optim.Optimizer optimizer, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
