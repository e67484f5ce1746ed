using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A training step: it updates the weights from a batch of rows.</summary>
internal abstract class TrainingStep : IDisposable
{
    /// <summary>Gets the optimizers. A checkpoint saves their states in this order.</summary>
    public abstract IReadOnlyList<OptimizerHelper> Optimizers { get; }

    /// <summary>Gets the numbers that training changes, as tensors with their current values during an epoch.</summary>
    public abstract IReadOnlyList<Tensor> Weights { get; }

    /// <summary>Creates the fastest step that supports the network, the options and the data.</summary>
    public static TrainingStep Create(
        VaeTrainerOptions options,
        VariationalAutoencoder network,
        TrainingData data,
        BatchPlan plan,
        TrainingDevice device
    )
    {
        // The optimizer's state has the same form on every device, so that training can resume on another one.
        var isFlat = ManualBackpropagationStep.Supports(options, network);
        return isFlat && !device.IsAccelerator && ManualBackpropagationStep.FitsSpans(network, plan.Sizes.Max())
            ? new ManualBackpropagationStep(options, network, plan.Sizes, device.WorkerCount)
            : new AutogradStep(options, network, data.RowCount, isFlat);
    }

    /// <summary>Returns the number of operations of the linear layers in a step; infinity with convolutions, which have many more, or custom modules.</summary>
    public static double Operations(VariationalAutoencoder network, long rowCount) =>
        network.modules().All(Evaluation.HasKnownWork)
            // Each weight takes part in three products of two operations.
            ? 6.0 * rowCount * network.modules().OfType<Linear>().Sum(layer => layer.weight.numel())
            : double.PositiveInfinity;

    /// <summary>Copies the network's weights to <see cref="Weights"/>, if they are copies.</summary>
    public virtual void ReadNetwork() { }

    /// <summary>Copies <see cref="Weights"/> to the network, if they are copies.</summary>
    public virtual void WriteNetwork() { }

    /// <summary>
    /// Begins an epoch with the network's weights. Disposing the result ends the epoch and writes the new weights to the
    /// network.
    /// </summary>
    public abstract IDisposable OpenEpoch();

    /// <summary>Draws the factors of each layer of dropout for rows, [n, width]; none if the layers draw them.</summary>
    public virtual Tensor[] DrawDropout(long rowCount) => [];

    /// <summary>Gets a value indicating whether steps leave a processor free, on which others can be prepared.</summary>
    public virtual bool LeavesProcessor => false;

    /// <summary>Runs one step within an epoch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    /// <param name="settings">The settings of the step.</param>
    /// <param name="loss">Receives the loss of the step.</param>
    public abstract void Run(StepRows rows, int epoch, StepSettings settings, RunningLoss loss);

    /// <summary>Frees the optimizers' state. The network is not disposed.</summary>
    public virtual void Dispose()
    {
        foreach (var optimizer in Optimizers)
        {
            optimizer.Dispose();
        }
    }
}
