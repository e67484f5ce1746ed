using System.CommandLine;
using System.Runtime.CompilerServices;
using VaeMlNet;
using VaeMlNet.Benchmarks;
using VaeMlNet.CudaReports;

// As the benchmarks do: VaeMlNet turns off the telemetry of ONNX Runtime when it is loaded.
RuntimeHelpers.RunModuleConstructor(typeof(VaeModel).Module.ModuleHandle);

// The benchmarks start this program again, as a process of their own.
return args switch
{
    [TestRun.Verb, var assembly, var file] => TestRun.Run(assembly, file),
    [var verb, ..] when !verb.StartsWith('-') => Subcommands.CreateRoot().Parse(args).Invoke(),
    _ => ReportCommand.Create().Parse(args).Invoke(),
};
