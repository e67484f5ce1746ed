using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Worker;

/// <summary>
/// The command <c>vaemlnet-worker</c>. It takes messages with rows from a queue, and sends their scores or latents to
/// another queue.
/// </summary>
internal sealed class QueueWorkerCommand : VerbCommand
{
    private const string Score = "score";
    private const string Encode = "encode";

    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string> verb = OptionFactory.Choice(
        "--verb",
        "The operation on the rows; each works like the verb of 'vaemlnet' with that name",
        [Score, Encode],
        Score
    );

    private readonly Option<string?> idColumn = OptionFactory.Text(
        "--id-column",
        "NAME",
        "The column with the ids of the rows, which is copied to the results [default: rows are numbered within their message, from 1]"
    );

    private readonly ColumnOptions columns = new(
        "The columns of the messages to use, in the order of training [default: all except --id-column; table models find their columns by name]"
    );

    private readonly ScoreOptions score = new();
    private readonly QueueOptions queues = new();

    private readonly Option<string?> state = OptionFactory.Text(
        "--state",
        "FILE",
        "For models of time series, and required for them: the file for the last rows of each series, from which the worker goes on after a restart"
    );

    private readonly SeriesOptions series = new();
    private readonly DeviceOption device = new();

    private readonly Option<int?> threads = OptionFactory.Integer(
        "--threads",
        "Threads per pass; 1 is best if several workers share a machine [default: the number of processors, at most 4]",
        minimum: 1,
        maximum: 1024
    );

    /// <summary>Creates the verb.</summary>
    public QueueWorkerCommand(CommandContext context)
        : base(
            WorkerTool.Name,
            "Takes messages with CSV rows from a RabbitMQ queue, and sends a message with scores or latents for each. Any "
                + "number of workers can share a queue.",
            context
        )
    {
        Arguments.Add(model);
        queues.AddTo(this);
        this.Add(verb, idColumn);
        columns.AddTo(this);
        score.AddTo(this);
        Options.Add(state);
        series.AddTo(this);
        Options.Add(threads);
        device.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "vaemlnet-worker onnx/customers --amqp=amqp://localhost --queue=customers --results=scores --id-column=Id",
            "vaemlnet-worker onnx/turbines --amqp=amqps://broker.example/plant --queue=rows --results=latents --verb=encode --idle-exit=60",
            "vaemlnet-worker onnx/machines --amqp=amqp://localhost --queue=hall1 --results=scores --state=hall1.state",
        ];

    protected override int Run(ParseResult parse)
    {
        var options = queues.Read(parse);
        // A pass has few rows, so that its threads share one run.
        var threadCount = parse.GetValue(threads) ?? Math.Min(Environment.ProcessorCount, 4);
        using var opened = device.Open(parse, parse.GetValue(model)!, Terminal, threadCount);
        MessageFormat format = new(opened, columns.Read(parse), parse.GetValue(idColumn), queues.ByteLimit(parse));
        if (opened.Manifest.Series is not null)
        {
            return RunSeries(parse, options, opened, format);
        }

        if (parse.CommandResult.Given([state, .. series.All]).FirstOrDefault() is { } given)
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is not a model of a time series, so {given} has no effect. Leave it out."
            );
        }

        var scores = parse.GetValue(verb) == Score;
        using BatchPass pass = new(
            format,
            scores
                ? BatchStep.Score(opened, format.ColumnNames, score.Read(parse, allowMissingColumns: false))
                : BatchStep.Encode(opened, format.ColumnNames)
        );
        return Run(options, pass, scores ? "scored" : "encoded");
    }

    private int RunSeries(ParseResult parse, WorkerOptions options, VaeModel opened, MessageFormat format)
    {
        if (parse.GetValue(verb) == Encode)
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is a model of a time series, which finds anomalies only. Leave {verb.Name}={Encode} out."
            );
        }

        score.RefuseForSeries(parse);
        var path =
            parse.GetValue(state)
            ?? throw new CommandException(
                $"Model '{opened.Folder}' is a model of a time series, whose scores depend on the rows before. Name a file for them with {state.Name}."
            );
        using VaeSeriesEngine engine = new(opened);
        using var saved = SeriesState.Open(path, options.RememberedMessages, engine);
        foreach (var name in series.Forgotten(parse))
        {
            Terminal.WriteLine(
                engine.Remove(name) ? $"forgot series '{name}'" : $"series '{name}' is not among those of '{path}'"
            );
            saved.Changed();
        }

        SeriesPass pass = new(format, engine, saved, series.Read(parse), score.HasContributions(parse));
        var code = Run(options, pass, "scored");
        saved.Save();
        return code;
    }

    private int Run(WorkerOptions options, IMessagePass pass, string participle)
    {
        WorkerRun run = new(options, pass, Terminal);
        try
        {
            run.RunAsync(Context.CancellationToken).GetAwaiter().GetResult();
        }
        finally
        {
            Report(run, pass, participle);
        }

        // All delivered messages were processed, but the shell asked the process to stop.
        return Context.CancellationToken.IsCancellationRequested ? ExitCode.Canceled : ExitCode.Ok;
    }

    private void Report(WorkerRun run, IMessagePass pass, string participle)
    {
        if (run.HasBegun)
        {
            Terminal.WriteLine(run.Counts.Describe(participle));
        }

        foreach ((var column, var count) in pass.UnknownTexts)
        {
            var (cells, have) = count == 1 ? ("1 cell", "has") : ($"{count} cells", "have");
            Terminal.Warn($"{cells} of column '{column}' {have} a text that is not in the training data.");
        }
    }

    private void Check(CommandResult result)
    {
        queues.CheckQueues(result);
        if (result.GetValue(verb) == Encode)
        {
            foreach (var option in score.Given(result))
            {
                result.AddError($"{option} needs --verb={Score}.");
            }
        }
    }
}
