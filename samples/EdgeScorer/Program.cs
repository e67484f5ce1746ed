// Scores CSV lines from standard input and prints the score of each line, and whether it is an anomaly. Made to be compiled ahead of time.
// EdgeScorer [MODEL] < rows.csv: the model is a folder or a zip archive of one. Default: the folder "model" beside the program.
using System.Globalization;
using EdgeScorer;
using VaeMlNet;

var modelPath = args.ElementAtOrDefault(0) ?? Path.Combine(AppContext.BaseDirectory, "model");
try
{
    using var model = Open(modelPath);
    using var scorer = model.CreateScorer();
    using StreamReader input = new(Console.OpenStandardInput());
    using StreamWriter output = new(Console.OpenStandardOutput());
    CsvRows rows = new(model.Manifest, input.ReadLine() ?? throw new FormatException("there is no header"));
    output.WriteLine("Score,PredictedLabel");
    while (input.ReadLine() is { } line)
    {
        var score = scorer.Score(rows.Read(line));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score},{score > scorer.Threshold}"));
    }
}
catch (Exception exception) when (exception is FormatException or IOException or VaeModelException or VaeRowException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

return 0;

static VaeModel Open(string path)
{
    // One thread is enough for one row at a time.
    VaeSessionOptions options = new() { IntraOpThreadCount = 1 };
    if (Directory.Exists(path))
    {
        return VaeModel.Open(path, options);
    }

    using var archive = File.OpenRead(path);
    return VaeModel.Open(archive, options);
}
