using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Creates optimizers, and updates parameters by their rules.</summary>
/// <remarks>
/// TorchSharp's optimizers only contain the state of each parameter, which checkpoints save. Their own steps create numbers that a
/// garbage collection can free (<see cref="HeldScalars"/>).
/// </remarks>
internal static class Optimizers
{
    private const double RmsPropSmoothing = 0.99;
    private const double RmsPropEpsilon = 1e-8;

    /// <summary>Creates the optimizer of parameters. The caller must dispose it.</summary>
    /// <remarks>Every setting is passed, because a checkpoint contains them, and some defaults of TorchSharp and PyTorch differ.</remarks>
    public static OptimizerHelper Create(IEnumerable<Parameter> parameters, VaeTrainerOptions options)
    {
        var rate = options.LearningRateOrDefault;
        var (momentum, decay) = (options.Optimizer.Momentum, options.Optimizer.WeightDecay);
        var (mean, square, epsilon) = (AdamUpdate.MeanDecay, AdamUpdate.SquareDecay, AdamUpdate.Epsilon);
        return options.Optimizer.Kind switch
        {
            VaeOptimizerKind.Adam => optim.Adam(parameters, rate, mean, square, epsilon, decay),
            VaeOptimizerKind.AdamW => optim.AdamW(parameters, rate, mean, square, epsilon, decay),
            VaeOptimizerKind.RmsProp => optim.RMSProp(
                parameters,
                rate,
                RmsPropSmoothing,
                RmsPropEpsilon,
                decay,
                momentum
            ),
            VaeOptimizerKind.Sgd => optim.SGD(parameters, rate, momentum, 0, decay),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer.Kind, null),
        };
    }

    /// <summary>Changes the parameters of an optimizer by their gradients. Parameters without a gradient stay as they are.</summary>
    /// <param name="optimizer">The optimizer, from <see cref="Create"/> with the same options.</param>
    /// <param name="options">Its options.</param>
    /// <param name="rate">The learning rate of this step.</param>
    public static void Step(OptimizerHelper optimizer, VaeOptimizerOptions options, double rate)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, state) in optimizer.parameters().Zip(optimizer.state_dict().State))
        {
            if (parameter.grad is { } gradient)
            {
                Step(parameter, gradient, state, options, rate);
            }
        }
    }

    private static void Step(
        Parameter parameter,
        Tensor gradient,
        OptimizerState state,
        VaeOptimizerOptions options,
        double rate
    )
    {
        if (options.WeightDecay > 0)
        {
            if (state is AdamW.State)
            {
                parameter.mul_(Held(1 - (rate * options.WeightDecay)));
            }
            else
            {
                gradient = gradient.add(parameter, Held(options.WeightDecay));
            }
        }

        switch (state)
        {
            case Adam.State adam:
                AdamUpdate.Apply(parameter, gradient, adam.exp_avg, adam.exp_avg_sq, ++adam.step, rate);
                break;
            case AdamW.State adam:
                AdamUpdate.Apply(parameter, gradient, adam.exp_avg, adam.exp_avg_sq, ++adam.step, rate);
                break;
            case RMSProp.State rmsProp:
                rmsProp.step++;
                RmsPropUpdate(parameter, gradient, rmsProp, options.Momentum, rate);
                break;
            case SGD.State sgd:
                SgdUpdate(parameter, gradient, sgd, options.Momentum, rate);
                break;
        }
    }

    /// <summary>Updates a parameter by RMSProp (Hinton 2012, lecture 6e), with the momentum of PyTorch's RMSprop.</summary>
    private static void RmsPropUpdate(
        Parameter parameter,
        Tensor gradient,
        RMSProp.State state,
        double momentum,
        double rate
    )
    {
        state.square_avg.mul_(Held(RmsPropSmoothing)).addcmul_(gradient, gradient, Held(1 - RmsPropSmoothing));
        var divisor = state.square_avg.sqrt().add_(Held(RmsPropEpsilon), Held(1));
        if (momentum > 0)
        {
            state.momentum_buffer.mul_(Held(momentum)).addcdiv_(gradient, divisor, Held(1));
            parameter.add_(state.momentum_buffer, Held(-rate));
        }
        else
        {
            parameter.addcdiv_(gradient, divisor, Held(-rate));
        }
    }

    /// <summary>Updates a parameter by stochastic gradient descent. The momentum starts with the first gradient, as in PyTorch.</summary>
    private static void SgdUpdate(Parameter parameter, Tensor gradient, SGD.State state, double momentum, double rate)
    {
        if (momentum > 0)
        {
            if (state.momentum_buffer is null)
            {
                state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
            }
            else
            {
                state.momentum_buffer.mul_(Held(momentum)).add_(gradient, Held(1));
            }

            gradient = state.momentum_buffer;
        }

        parameter.add_(gradient, Held(-rate));
    }
}
