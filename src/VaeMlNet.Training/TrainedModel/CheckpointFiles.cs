using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Saves and loads models as checkpoints.</summary>
internal static class CheckpointFiles
{
    // A training of a small model can replace its checkpoint several times while a busy machine loads it once.
    private const int Attempts = 1000;

    /// <summary>Saves a model without the state that training needs to resume.</summary>
    /// <exception cref="VaeModelException">The folder cannot be written, or another process is writing it.</exception>
    public static void Save(TrainedVae model, string folder)
    {
        using var writing = CheckpointLock.Take(folder);
        var files = new CheckpointFolder(folder);
        files.Write(() =>
            new CheckpointDescription
            {
                FormatVersion = CheckpointDescription.CurrentFormatVersion,
                InputDim = model.Network.InputDim,
                FeatureColumnName = model.FeatureColumnName,
                Table = model.Table,
                Conditions = model.Network.ConditionLayer?.Conditions,
                Label = model.Network.Label,
                Options = model.Options,
                History = model.History,
                TrainingData = model.TrainingData,
                WeightsSha256 = NetworkWeights.Write(files, model.Network),
            }
        );
    }

    /// <summary>Loads the model of a checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="modules">The user's own modules, which a checkpoint does not contain; null for none.</param>
    /// <exception cref="VaeModelException">A file is missing, damaged, or of another version.</exception>
    public static TrainedVae Load(string folder, CustomNetworkOptions? modules)
    {
        TorchLibrary.Require();
        var files = new CheckpointFolder(folder);
        for (var attempt = 1; ; attempt++)
        {
            var description = files.ReadDescription();
            CheckModules(folder, description, modules);
            try
            {
                return Load(files, description, modules);
            }
            catch (VaeModelException) when (attempt < Attempts && IsReplaced(files, description))
            {
                // A training has written the next checkpoint meanwhile and has deleted the weights of this one.
            }
        }
    }

    private static bool IsReplaced(CheckpointFolder files, CheckpointDescription description)
    {
        try
        {
            return files.ReadDescription().WeightsSha256 != description.WeightsSha256;
        }
        catch (VaeModelException)
        {
            return false;
        }
    }

    private static TrainedVae Load(
        CheckpointFolder files,
        CheckpointDescription description,
        CustomNetworkOptions? modules
    )
    {
        using var scope = NewDisposeScope();
        VariationalAutoencoder? network = null;
        try
        {
            var options = (
                modules is null ? description.Options : description.Options with { Network = modules }
            ).ToChecked();
            // Checked before memory is allocated: the file must contain all weights.
            NetworkSize.Check(
                description,
                options,
                files.LengthOf(CheckpointFolder.Weights, description.WeightsSha256)
            );
            network = new VariationalAutoencoder(
                description.InputDim,
                options,
                description.Table,
                description.Conditions,
                description.Label
            );
            var weights = files.Find(
                CheckpointFolder.Weights,
                description.WeightsSha256,
                NetworkSize.MostBytes(network)
            );
            NetworkWeights.Read(network, weights);
            return new TrainedVae(
                // Checkpoints from before shapes were recorded have that of their network.
                options with
                {
                    Image = options.ImageShape,
                },
                description.FeatureColumnName,
                network,
                description.History,
                description.TrainingData
            );
        }
        catch (VaeModelException)
        {
            network?.Dispose();
            throw;
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
                    ? $"Checkpoint '{folder}' cannot be loaded: it was trained with modules of your own, and contains their "
                        + "weights only. Call LoadCheckpoint(folder, network) with the CustomNetworkOptions of the training."
                    : $"Checkpoint '{folder}' cannot be loaded with modules of your own: it was trained without. "
                        + "Call LoadCheckpoint(folder)."
            );
        }
    }
}
