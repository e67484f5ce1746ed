using System.CommandLine;
using VaeMlNet.Benchmarks;
using VaeMlNet.Benchmarks.Encoding;
using VaeMlNet.Benchmarks.Measuring;
using VaeMlNet.Benchmarks.Models;

Option<string> filter = new("--filter")
{
    Description = "The benchmark to run.",
    DefaultValueFactory = _ => EncodeBenchmark.Name,
};
filter.AcceptOnlyFromAmong(EncodeBenchmark.Name, ModelsBenchmark.Name);
Option<string> mnist = new("--mnist")
{
    Description = "Folder with MNIST's unpacked files.",
    DefaultValueFactory = _ => "artifacts/mnist",
};
Option<int> rounds = new("--rounds")
{
    Description = $"encode: measured rounds, {InterleavedRun.FewestRounds} or more.",
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
        $"models: the sections to run, separated by commas: {string.Join(", ", ModelsBenchmark.SectionNames)} [default: all]",
};
only.Validators.Add(result =>
{
    foreach (
        string name in (result.GetValueOrDefault<string?>() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
    )
    {
        if (!ModelsBenchmark.SectionNames.Contains(name))
        {
            result.AddError($"--only names '{name}', expected {string.Join(" or ", ModelsBenchmark.SectionNames)}.");
        }
    }
});
Option<int?> epochs = new("--epochs") { Description = "models: epochs, in the place of those of the figures beside." };
Option<string> seeds = new("--seeds")
{
    Description = "models: seeds for the fully connected section, separated by commas.",
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
    Description = "models: another file to write the Markdown to, such as docs/figures.md.",
};
RootCommand root = new("Measures VaeMlNet side by side with what it is compared to.")
{
    filter,
    mnist,
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
    if (parse.GetValue(filter) == EncodeBenchmark.Name)
    {
        BenchmarkCommand.Encode(parse.GetValue(mnist)!, parse.GetValue(rounds), parse.GetValue(output)!);
        return;
    }
    string folder = parse.GetValue(output)!;
    ModelsSettings settings = new()
    {
        Mnist = parse.GetValue(mnist)!,
        Only = parse.GetValue(only)?.Split(',') ?? [],
        EpochCount = parse.GetValue(epochs),
        Seeds = [.. parse.GetValue(seeds)!.Split(',').Select(int.Parse)],
        RowCount = parse.GetValue(rows),
        OutputFolder = folder,
        PictureFolder = parse.GetValue(pictures) ?? Path.Combine(folder, "pictures"),
        Page = parse.GetValue(page),
    };
    ModelsBenchmark.Run(settings, Console.Error.WriteLine);
});
return root.Parse(args).Invoke();
