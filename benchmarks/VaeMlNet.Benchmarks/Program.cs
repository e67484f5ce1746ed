using System.CommandLine;
using VaeMlNet.Benchmarks;
using VaeMlNet.Benchmarks.Encoding;
using VaeMlNet.Benchmarks.Inference;
using VaeMlNet.Benchmarks.Measuring;
using VaeMlNet.Benchmarks.Models;
using VaeMlNet.Benchmarks.Scoring;
using VaeMlNet.Benchmarks.Tables;

Option<string> filter = new("--filter")
{
    Description = "The benchmark to run.",
    DefaultValueFactory = _ => EncodeBenchmark.Name,
};
filter.AcceptOnlyFromAmong(EncodeBenchmark.Name, ScoreBenchmark.Name, ModelsBenchmark.Name, TablesBenchmark.Name);
Option<string> mnist = new("--mnist")
{
    Description = "Folder with MNIST's unpacked files.",
    DefaultValueFactory = _ => "artifacts/mnist",
};
Option<string> model = new("--model")
{
    Description = "score: the model folder, of MNIST's width.",
    DefaultValueFactory = _ => ModelGraph.MnistFolder,
};
Option<int> rounds = new("--rounds")
{
    Description = $"encode, score: measured rounds, {InterleavedRun.FewestRounds} or more.",
    DefaultValueFactory = _ => InterleavedRun.FewestRounds,
};
Option<string> output = new("--out")
{
    Description = "Folder for the JSON and Markdown files.",
    DefaultValueFactory = _ => "artifacts/benchmarks",
};
Option<string> only = new("--only")
{
    Description =
        $"models, tables: what to run, separated by commas: {string.Join(", ", ModelsBenchmark.SectionNames)}; {string.Join(", ", TablesBenchmark.PartNames)} [default: all]",
};
only.Validators.Add(result =>
{
    foreach (
        string name in (result.GetValueOrDefault<string?>() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
    )
    {
        IReadOnlyList<string> names =
            result.GetValue(filter) == TablesBenchmark.Name ? TablesBenchmark.PartNames : ModelsBenchmark.SectionNames;
        if (!names.Contains(name))
        {
            result.AddError($"--only names '{name}', expected {string.Join(" or ", names)}.");
        }
    }
});
Option<int?> epochs = new("--epochs") { Description = "models: epochs, in the place of those of the figures beside." };
Option<string> seeds = new("--seeds")
{
    Description =
        "models, tables: seeds for the fully connected section and for the troubles of tables, separated by commas.",
    DefaultValueFactory = _ => "1",
};
Option<int?> rows = new("--rows")
{
    Description = "models: how many of the first training images to use [default: all]",
};
Option<string?> pictures = new("--pictures")
{
    Description = "models: folder for the pictures [default: OUT/pictures]",
};
Option<string?> page = new("--page")
{
    Description = "models, tables: another file to write the Markdown to, such as docs/figures.md or docs/tables.md.",
};
RootCommand root = new("Measures VaeMlNet side by side with what it is compared to.")
{
    filter,
    mnist,
    model,
    rounds,
    output,
    only,
    epochs,
    seeds,
    rows,
    pictures,
    page,
};
root.SetAction(parse =>
{
    string folder = parse.GetValue(output)!;
    if (parse.GetValue(filter) == EncodeBenchmark.Name)
    {
        using var encode = new EncodeBenchmark(MnistImages.Read(parse.GetValue(mnist)!));
        BenchmarkCommand.Run(EncodeBenchmark.Name, encode, parse.GetValue(rounds), folder);
        return;
    }
    if (parse.GetValue(filter) == ScoreBenchmark.Name)
    {
        float[][] images = MnistImages.Read(parse.GetValue(mnist)!);
        using var score = new ScoreBenchmark(parse.GetValue(model)!, images[..ScoreBenchmark.RowCount]);
        BenchmarkCommand.Run(ScoreBenchmark.Name, score, parse.GetValue(rounds), folder);
        return;
    }
    string[] parts = parse.GetValue(only)?.Split(',') ?? [];
    int[] chosenSeeds = [.. parse.GetValue(seeds)!.Split(',').Select(int.Parse)];
    if (parse.GetValue(filter) == TablesBenchmark.Name)
    {
        TablesSettings tables = new()
        {
            Only = parts,
            Seeds = chosenSeeds,
            OutputFolder = folder,
            Page = parse.GetValue(page),
        };
        TablesBenchmark.Run(tables, Console.Error.WriteLine);
        return;
    }
    ModelsSettings settings = new()
    {
        Mnist = parse.GetValue(mnist)!,
        Only = parts,
        EpochCount = parse.GetValue(epochs),
        Seeds = chosenSeeds,
        RowCount = parse.GetValue(rows),
        OutputFolder = folder,
        PictureFolder = parse.GetValue(pictures) ?? Path.Combine(folder, "pictures"),
        Page = parse.GetValue(page),
    };
    ModelsBenchmark.Run(settings, Console.Error.WriteLine);
});
return root.Parse(args).Invoke();
