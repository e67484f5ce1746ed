using System.Runtime.CompilerServices;
using VaeMlNet;
using VaeMlNet.Benchmarks;

// Some benchmarks use ONNX Runtime first. VaeMlNet turns off its telemetry when it is loaded, so load VaeMlNet now.
RuntimeHelpers.RunModuleConstructor(typeof(VaeModel).Module.ModuleHandle);
return Subcommands.CreateRoot().Parse(args).Invoke();
