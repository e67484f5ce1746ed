using TorchSharp.Modules;

namespace VaeMlNet;

/// <summary>One step of training: from a batch of rows to an update of the weights.</summary>
internal abstract class TrainingStep : IDisposable
{
    /// <summary>Gets the optimizers, whose state a checkpoint keeps in this order.</summary>
    public abstract IReadOnlyList<OptimizerHelper> Optimizers { get; }

    /// <summary>Chooses the fastest way that network, options and data allow.</summary>
    public static TrainingStep Create(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        TrainingData data,
        BatchPlan plan
    ) =>
        ManualBackpropagationStep.Supports(options, network, data.HaveWeights)
            ? new ManualBackpropagationStep(options, network, plan.Sizes)
            : new AutogradStep(options, network);

    /// <summary>
    /// Begins an epoch, with the network's weights; disposing the result ends it, and the network has the new ones.
    /// </summary>
    public abstract IDisposable OpenEpoch();

    /// <summary>Makes a step within an epoch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="settings">The settings of the step.</param>
    /// <param name="loss">Receives the loss of the step.</param>
    public abstract void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss loss);

    /// <summary>Frees the optimizers' state; the network stays.</summary>
    public virtual void Dispose()
    {
        foreach (var optimizer in Optimizers)
        {
            optimizer.Dispose();
        }
    }
}
