using VaeMlNet.Cli;

return CommandLineTool.RunProcess(
    VaemlnetTool.Name,
    (terminal, cancellationToken) => VaemlnetTool.Run(args, terminal, cancellationToken)
);
