using FLChain.Gateway.Hosting;

return await GatewayCommands.RunAsync(args);
