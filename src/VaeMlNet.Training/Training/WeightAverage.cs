using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The exponential moving average of a network's weights over the steps of its training.</summary>
/// <remarks>
/// average = d * average + (1 - d) * weights, with d = min(decay, (1 + n) / (10 + n)) after n steps, so that the first weights are soon
/// forgotten (averages of iterates: Polyak &amp; Juditsky 1992). The averages have the layout of <see cref="TrainingStep.Weights"/>.
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly double decay;
    private readonly VariationalAutoencoder network;
    private readonly TrainingStep step;
    private readonly Tensor[] averages;

    /// <summary>Creates the average of a network that has not been trained yet: its weights.</summary>
    public WeightAverage(double decay, VariationalAutoencoder network, TrainingStep step)
    {
        (this.decay, this.network, this.step) = (decay, network, step);
        step.ReadNetwork();
        averages = [.. step.Weights.Select(weight => weight.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Adds the weights after a step.</summary>
    /// <param name="stepCount">The number of steps before it.</param>
    public void Update(long stepCount)
    {
        var kept = Math.Min(decay, (1.0 + stepCount) / (10.0 + stepCount));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (average, weight) in averages.Zip(step.Weights))
        {
            average.mul_(Held(kept)).add_(weight, Held(1 - kept));
        }
    }

    /// <summary>Replaces the average by the weights of the network.</summary>
    public void Reset()
    {
        step.ReadNetwork();
        Copy(step.Weights, averages);
    }

    /// <summary>Returns a copy of the network's state with averaged weights, between epochs. The caller must dispose it.</summary>
    public WeightsSnapshot Take()
    {
        using var last = WeightsSnapshot.Take(network);
        Copy(averages, step.Weights);
        step.WriteNetwork();
        var averaged = WeightsSnapshot.Take(network);
        last.RestoreTo(network);
        return averaged;
    }

    public void Dispose()
    {
        foreach (var average in averages)
        {
            average.Dispose();
        }
    }

    private static void Copy(IEnumerable<Tensor> from, IEnumerable<Tensor> to)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (source, target) in from.Zip(to))
        {
            target.copy_(source);
        }
    }
}
