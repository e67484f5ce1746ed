namespace VaeMlNet.Cli;

/// <summary>Checks output folders before minutes of work whose result could not be written.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that a model folder can be created or replaced.</summary>
    /// <exception cref="VaeModelException">The folder contains something else.</exception>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static void CheckModel(string folder)
    {
        VaeModel.CheckReplaceable(folder);
        // The model is written beside the folder and then moved, so the parent must be writable.
        OutputFile.CheckWritable(folder);
    }

    /// <summary>Checks that a checkpoint folder can be created or replaced.</summary>
    /// <exception cref="VaeModelException">
    /// The folder contains something else, or another training writes to it.
    /// </exception>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static void CheckCheckpoint(string folder)
    {
        TrainedVae.CheckReplaceable(folder);
        OutputFile.CheckWritable(Path.Combine(folder, "checkpoint.json"));
    }
}
