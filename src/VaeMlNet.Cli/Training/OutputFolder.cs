namespace VaeMlNet.Cli;

/// <summary>Refuses output folders up front, before minutes of work whose result could then not be kept.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that a model folder can be created or replaced.</summary>
    /// <exception cref="VaeModelException">The folder contains something else.</exception>
    /// <exception cref="CommandException">The place cannot be written.</exception>
    public static void CheckModel(string folder)
    {
        VaeModel.CheckReplaceable(folder);
        // A sibling is written first and then moved, so it is the parent that must be writable.
        OutputFile.CheckWritable(folder);
    }

    /// <summary>Checks that a checkpoint folder can be created or replaced.</summary>
    /// <exception cref="VaeModelException">The folder contains something else, or another training writes into it.</exception>
    /// <exception cref="CommandException">The place cannot be written.</exception>
    public static void CheckCheckpoint(string folder)
    {
        TrainedVae.CheckReplaceable(folder);
        OutputFile.CheckWritable(Path.Combine(folder, "checkpoint.json"));
    }
}
