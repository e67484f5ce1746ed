// Runs an untrusted ONNX file in a process of its own, which may crash, hang or fill its memory.
// IsolatedModel MODEL.onnx ROWS.csv [MEGABYTES] [SECONDS]: the rows' outputs as CSV.
using System.Globalization;
using IsolatedModel;

const string Worker = "--worker";
if (args is [Worker, var modelOfWorker])
{
    return ModelWorker.Run(modelOfWorker, Console.In, Console.Out);
}

if (args.Length is < 2 or > 4)
{
    Console.Error.WriteLine("usage: IsolatedModel MODEL.onnx ROWS.csv [MEGABYTES] [SECONDS]");
    return 2;
}

var megabytes = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 1024;
var seconds = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 60;
try
{
    WorkerLimits limits = new(megabytes << 20, TimeSpan.FromSeconds(seconds));
    Console.Write(await IsolatedWorker.RunAsync([Worker, args[0]], await File.ReadAllTextAsync(args[1]), limits));
    return 0;
}
catch (Exception exception) when (exception is IOException or WorkerException)
{
    Console.Error.WriteLine($"{args[0]}: {exception.Message}");
    return 1;
}
