using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>The subcommands of the program: each benchmark with the options that it uses.</summary>
internal static class Subcommands
{
    /// <summary>Creates the command line of the program.</summary>
    public static RootCommand CreateRoot()
    {
        RootCommand root = new("Measures VaeMlNet and compares it with other implementations.");
        Command[] all =
        [
            SpeedCommands.Encode(),
            SpeedCommands.Score(),
            SpeedCommands.Growth(),
            SpeedCommands.Cores(),
            SpeedCommands.ScoreRows(),
            SpeedCommands.Hosting(),
            SpeedCommands.Read(),
            SpeedCommands.Stream(),
            SpeedCommands.Start(),
            SpeedCommands.Edge(),
            SpeedCommands.Csv(),
            TrainingCommands.Train(),
            TrainingCommands.Growth(),
            TrainingCommands.Gpu(),
            TrainingCommands.Micro(),
            ChildCommand.Create(),
            FigureCommands.Models(),
            FigureCommands.Tables(),
            FigureCommands.TablesProtocol(),
            FigureCommands.Planted(),
            FigureCommands.SeriesProtocol(),
            FigureCommands.SeriesGaps(),
            FigureCommands.Formats(),
            FigureCommands.Anomaly(),
            FigureCommands.Scale(),
            SoakCommands.Soak(),
            SoakCommands.SoakRun(),
        ];
        foreach (var command in all)
        {
            root.Add(command);
        }

        return root;
    }
}
