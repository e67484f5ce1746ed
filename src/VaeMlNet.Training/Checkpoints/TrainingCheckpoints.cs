using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Writes the checkpoints of a training run, and resumes from a checkpoint.</summary>
internal sealed class TrainingCheckpoints(
    VaeCheckpointOptions checkpoints,
    VaeTrainerOptions options,
    RowChecksums checksums
)
{
    private readonly CheckpointFolder files = new(checkpoints.Folder);

    public string Folder => checkpoints.Folder;

    /// <summary>Gets the epoch of the last checkpoint that this run has written or resumed from; null before.</summary>
    public int? LastEpoch { get; private set; }

    /// <summary>Gets a value indicating whether a checkpoint is written when training is canceled.</summary>
    public bool KeepsInterrupted => checkpoints.InterruptedFolder is not null;

    /// <summary>Returns a value indicating whether a checkpoint is written after an epoch.</summary>
    public bool IsDue(int epoch) => epoch % checkpoints.EveryEpochs == 0;

    /// <summary>Returns the checkpoints for the folder of interrupted training.</summary>
    public TrainingCheckpoints ForInterrupted() =>
        new(checkpoints with { Folder = checkpoints.InterruptedFolder! }, options, checksums);

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="summary">The summary of the rows.</param>
    /// <param name="history">The finished epochs.</param>
    /// <param name="network">The network with the weights after the last epoch.</param>
    /// <param name="optimizers">The optimizers of the network, in the same order at each call.</param>
    /// <param name="model">The weights of the model if they differ from the last ones.</param>
    /// <param name="average">The average of the weights; null without averaging.</param>
    /// <exception cref="VaeModelException">The folder cannot be written.</exception>
    public void Save(
        TrainingData data,
        TrainingDataSummary summary,
        IReadOnlyList<VaeEpoch> history,
        VariationalAutoencoder network,
        IReadOnlyList<OptimizerHelper> optimizers,
        WeightsSnapshot? model,
        WeightsSnapshot? average
    )
    {
        files.Write(() =>
        {
            var last = NetworkWeights.Write(files, network);
            return new CheckpointDescription
            {
                FormatVersion = CheckpointDescription.CurrentFormatVersion,
                InputDim = data.InputDim,
                FeatureColumnName = data.ColumnName,
                Table = network.Table,
                Conditions = network.ConditionLayer?.Conditions,
                Label = network.Label,
                Options = options,
                History = history,
                TrainingData = summary,
                WeightsSha256 = model is null ? last : files.Put(CheckpointFolder.Weights, model.Save),
                Resume = new ResumeState
                {
                    LastWeightsSha256 = last,
                    AverageWeightsSha256 = average is null ? null : files.Put(CheckpointFolder.Weights, average.Save),
                    OptimizerSha256 = PutOptimizers(optimizers),
                    Data = checksums,
                },
            };
        });
        LastEpoch = history.Count;
    }

    /// <summary>Restores the network, the optimizers and the history from a checkpoint, if there is one to resume from.</summary>
    /// <param name="data">The rows, which must equal those of the checkpoint.</param>
    /// <param name="network">The network.</param>
    /// <param name="optimizers">The optimizers of the network, in the same order at each call.</param>
    /// <param name="takeBest">Called when the network has the weights of the best epoch.</param>
    /// <param name="takeAverage">Called when the network has the average of the weights; null without averaging.</param>
    /// <returns>The finished epochs.</returns>
    /// <exception cref="VaeModelException">A file is missing or damaged, or the checkpoint contains only a model.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint has other options or data.</exception>
    public List<VaeEpoch> Resume(
        TrainingData data,
        VariationalAutoencoder network,
        IReadOnlyList<OptimizerHelper> optimizers,
        Action takeBest,
        Action? takeAverage
    )
    {
        if (!checkpoints.Resume || !files.Exists)
        {
            return [];
        }

        var description = files.ReadDescription();
        var state = description.Resume ?? throw OnlyAModel();
        new ResumeRules(description, Folder).Check(options, data, network, checksums);
        var largest = NetworkSize.MostBytes(network);
        var last = files.Find(CheckpointFolder.Weights, state.LastWeightsSha256, largest);
        var best = files.Find(CheckpointFolder.Weights, description.WeightsSha256, largest);
        var averagePath = state.AverageWeightsSha256 is { } hash
            ? files.Find(CheckpointFolder.Weights, hash, largest)
            : null;
        var optimizerPath = files.Find(CheckpointFolder.Optimizer, state.OptimizerSha256, 4 * largest);
        try
        {
            NetworkWeights.Read(network, best);
            takeBest();
            if (takeAverage is not null)
            {
                NetworkWeights.Read(
                    network,
                    averagePath ?? throw new InvalidDataException("it has no averaged weights")
                );
                takeAverage();
            }

            NetworkWeights.Read(network, last);
            using var reader = new CheckpointReader(optimizerPath);
            foreach (var optimizer in optimizers)
            {
                OptimizerStates.Load(optimizer, reader);
            }
        }
        catch (Exception e)
        {
            throw files.DoesNotFit(e);
        }

        LastEpoch = description.History.Count;
        return [.. description.History];
    }

    private string PutOptimizers(IReadOnlyList<OptimizerHelper> optimizers)
    {
        using var scope = NewDisposeScope();
        return files.Put(
            CheckpointFolder.Optimizer,
            writer =>
            {
                foreach (var optimizer in optimizers)
                {
                    optimizer.save_state_dict(writer);
                }
            }
        );
    }

    private VaeModelException OnlyAModel() =>
        new(
            $"Training cannot resume from checkpoint '{Folder}': it contains a model that was saved without the "
                + "state of the training. Choose another folder, or start again without resuming."
        );
}
