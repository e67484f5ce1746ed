using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Saves and loads models as checkpoints.</summary>
internal static class CheckpointFiles
{
    /// <summary>Saves a model on its own.</summary>
    /// <exception cref="VaeModelException">The folder cannot be written.</exception>
    public static void Save(TrainedVae model, string folder)
    {
        var files = new CheckpointFolder(folder);
        files.Write(() =>
            new CheckpointDescription
            {
                FormatVersion = CheckpointDescription.CurrentFormatVersion,
                InputDim = model.Network.InputDim,
                FeatureColumnName = model.FeatureColumnName,
                Table = model.Table,
                Options = model.Options,
                History = model.History,
                TrainingData = model.TrainingData,
                WeightsSha256 = PutWeights(files, model.Network),
            }
        );
    }

    /// <summary>Writes a network's weights into a checkpoint.</summary>
    public static string PutWeights(CheckpointFolder files, VariationalAutoencoder network)
    {
        using var scope = NewDisposeScope();
        return files.Put(CheckpointFolder.Weights, path => network.save(path));
    }

    /// <summary>Loads the model of a checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="modules">The user's own modules, which a checkpoint does not hold; null where there are none.</param>
    /// <exception cref="VaeModelException">A file is missing, damaged, or of another version.</exception>
    public static TrainedVae Load(string folder, CustomNetworkOptions? modules)
    {
        var files = new CheckpointFolder(folder);
        var description = files.ReadDescription();
        CheckModules(folder, description, modules);
        var weights = files.Find(CheckpointFolder.Weights, description.WeightsSha256);
        using var scope = NewDisposeScope();
        VariationalAutoencoder? network = null;
        try
        {
            var options = (
                modules is null ? description.Options : description.Options with { Network = modules }
            ).ToChecked();
            network = new VariationalAutoencoder(description.InputDim, options, description.Table);
            network.load(weights);
            return new TrainedVae(
                options,
                description.FeatureColumnName,
                network,
                description.History,
                description.TrainingData
            );
        }
        catch (Exception e)
        {
            network?.Dispose();
            throw files.DoesNotFit(e);
        }
    }

    private static void CheckModules(string folder, CheckpointDescription description, CustomNetworkOptions? modules)
    {
        var needed = description.Options.Network is CustomNetworkOptions;
        if (needed != modules is not null)
        {
            throw new VaeModelException(
                needed
                    ? $"Checkpoint '{folder}' cannot be loaded: it was trained with modules of your own, and keeps their "
                        + "weights only. Call LoadCheckpoint(folder, network) with the CustomNetworkOptions of the training."
                    : $"Checkpoint '{folder}' cannot be loaded with modules of your own: it was trained without. "
                        + "Call LoadCheckpoint(folder)."
            );
        }
    }
}
