using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>The training of a section's network with TorchSharp alone, as its users write it.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly int batchSize;
    private readonly Tensor rows;
    private readonly PlainVae network;
    private readonly optim.Optimizer optimizer;

    /// <summary>Creates the rows, the network and its optimizer.</summary>
    /// <param name="section">The network, data and optimizer.</param>
    /// <param name="mnist">The folder of MNIST's files.</param>
    public PlainTraining(TrainingSection section, string mnist)
    {
        batchSize = section.BatchSize;
        using var onCpu = Rows(section, mnist);
        rows = onCpu.to(section.Device);
        network = Network(section.Network, rows);
        network.to(section.Device);
        optimizer =
            section.Optimizer == VaeOptimizerKind.Adam
                ? optim.Adam(network.parameters(), TrainingSection.LearningRate)
                : optim.RMSProp(network.parameters(), TrainingSection.LearningRate);
    }

    /// <summary>Trains an epoch.</summary>
    /// <returns>The mean loss over the rows, in nats.</returns>
    public double RunEpoch()
    {
        network.train();
        var rowCount = rows.shape[0];
        using var order = randperm(rowCount, device: rows.device);
        using var total = zeros([], ScalarType.Float64, rows.device);
        for (var first = 0L; first < rowCount; first += batchSize)
        {
            using var step = NewDisposeScope();
            var batch = rows.index_select(0, order.narrow(0, first, Math.Min(batchSize, rowCount - first)));
            optimizer.zero_grad();
            var (minimized, loss) = network.Loss(batch);
            minimized.backward();
            optimizer.step();
            total.add_(loss.detach());
        }

        return total.item<double>() / rowCount;
    }

    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
        rows.Dispose();
    }

    private static Tensor Rows(TrainingSection section, string mnist) =>
        section.Network switch
        {
            NetworkKind.Table => PlainRows.Table(section.RowCount),
            NetworkKind.Detector => PlainRows.Detector(section.RowCount),
            _ => PlainRows.Images(mnist, section.RowCount),
        };

    private static PlainVae Network(NetworkKind kind, Tensor rows) =>
        kind switch
        {
            NetworkKind.FullyConnected => PlainImageVae.FullyConnected(),
            NetworkKind.Convolutional => PlainImageVae.Convolutional(),
            NetworkKind.Table => new PlainTableVae(),
            _ => new PlainDetector(rows),
        };
}
