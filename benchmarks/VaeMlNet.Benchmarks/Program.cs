using System.Runtime.CompilerServices;
using VaeMlNet;
using VaeMlNet.Benchmarks;

// Some benchmarks use ONNX Runtime first, whose telemetry VaeMlNet turns off when it is loaded.
RuntimeHelpers.RunModuleConstructor(typeof(VaeModel).Module.ModuleHandle);
return Subcommands.CreateRoot().Parse(args).Invoke();
