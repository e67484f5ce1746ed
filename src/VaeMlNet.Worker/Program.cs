using VaeMlNet.Worker;

return CommandLineTool.RunProcess(
    WorkerTool.Name,
    (terminal, cancellationToken) => WorkerTool.Run(args, terminal, cancellationToken)
);
